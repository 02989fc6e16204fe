"""People from a list: pasted, or a CSV file or workbook, by way of an IDE file through the same check as every upload.

table   what was brought -> rows of cells (workbooks are read here, text by openpact.sheet)
check   rows and what their columns mean -> the people as PaCT knows them, what a person must still say or mend, and then
        an IDE file
words   the words for all that openpact.sheet finds
views   the pages: bring a list, say what its columns mean, take a template
"""
