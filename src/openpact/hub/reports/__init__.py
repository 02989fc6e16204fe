"""What is known of a school's judgements, put together for those who may see it: how far it is, and the judgements themselves."""
