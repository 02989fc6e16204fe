def causes(school):
    return []
