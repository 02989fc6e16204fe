"""The conformance kit: it plays PaCT against an SMS, or an SMS against a PaCT, and says rule by rule what it saw.

    openpact connect conform …      for vendors: plays PaCT, watches the vendor's implementation
    openpact conform hub …          for whoever runs a PaCT: plays an SMS

`rules` is the catalogue, `report` what is printed, `played_hub` and `scenes` the one direction, `played_sms` the other:
`calls` makes its calls, `credentials` asks for whom it may act, `too_often` how often.
"""
