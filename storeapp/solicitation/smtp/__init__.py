"""Sending review requests through the owner's own mail account: off until they switch it on, and the only network.

Pure: `account` says whose account and which server, `records` what became of a mail. `mail_child` is the process that
speaks to the server and the key ring; nothing else here or anywhere in the program reaches a network. `queries` reads,
`service` keeps the account, `sending` hands the day's requests over one by one.
"""
