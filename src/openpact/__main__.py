from openpact.cli import main

main()
