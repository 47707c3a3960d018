"""What goes out: mails, letters and signed events.

A sending is begun in a transaction of its own, done, and then noted as done. Whoever is killed
in between has begun something whose end nobody knows: it is begun once more when the time for
one sending is over, and after that a person looks at it. So everything goes out at most twice
and nothing is lost. Addresses and codes stand in no log and in no error.
"""
