def enrolment(request, person):
    return ""
