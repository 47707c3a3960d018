"""The challenge: a visitor is the thief, and the lists have to say whose copy it was.

``game`` seals a secret and draws the copies, ``thief`` takes people from one of them (in a
process of its own), ``judge`` weighs the complaints, ``exhibit`` shows what was found to
somebody who trusts nobody here, ``lineup`` plays many games and counts. They are pure;
``writer`` keeps a game in a folder.
"""
