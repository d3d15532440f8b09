"""What can be rebuilt: the index of the cases, behind the port `CaseIndex`."""
