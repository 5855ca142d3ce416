"""What a ticket needs to know of this computer and this console, as one text; `report` puts it together.

It must not write, take a lock, disturb a console that is open, or tell a secret or anything of a customer.
"""
