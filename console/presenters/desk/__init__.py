"""What is known of colleagues at the shared desk: how it stands, who has what open, notes on a record.

It must not hold a connection: what comes from the desk is delivered here, and what is asked goes out by the line.
"""
