"""The balance of need and supply: what an area needs and what is offered there, added up from the lists when it is read."""
