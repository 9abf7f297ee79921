"""Who the trust is: sites, units, people, posts, what each may do, and whose data a query may see."""
