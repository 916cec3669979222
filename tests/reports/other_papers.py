"""Papers that somebody could upload in place of a report: letters, plans, older inspections, other kinds of report."""

JOINT_INSPECTION = """Inspection of safeguarding and looked after children services

Fenmarsh

Inspection dates: 4 - 15 October 2010
Reporting inspector: Pat Quill HMI
Age group: All
Published: 19 November 2010

This inspection was made by Ofsted with one inspector of the Care Quality Commission.

Overall effectiveness: grade 3 (adequate)

Areas for improvement

Within three months:

NHS Fenmarsh and the council should check the plans of all young people.

Recommendations

1. Fenmarsh Hospitals NHS Foundation Trust should:

1.1 Train every nurse.
"""

HEALTH_ANNEX = """Care Quality Commission

Inspection report Fenmarsh: the contribution of health to safeguarding and looked after children

Joint inspection with Ofsted: 4 October 2010 to 15 October 2010
Date of publication: 20 January 2011
PCTs included: NHS Fenmarsh

Recommendations

Within 3 months of this report

NHS Fenmarsh should:

1.1 Train every nurse.
"""

NOTIFICATION = """Care Quality Commission
Citygate, Newcastle

4 May 2015

Dear Chief Officer

Review of health services for Children Looked After and Safeguarding in Fenmarsh

I am writing to tell you that CQC will review health services in your area from Monday 11 May 2015.

Before the visit, NHS Fenmarsh CCG should:

1.1 Name one person whom we can call.

1.2 Send us a list of all services.

Yours sincerely

Iris Holm
"""

ACTION_PLAN = """NHS Fenmarsh CCG

Action plan: Review of health services for Children Looked After and Safeguarding in Fenmarsh

Version 3, October 2015

Recommendation\tAction\tLead\tTarget date\tProgress\tRAG

1. Fenmarsh Hospitals NHS Foundation Trust should:

1.1 Check earlier visits.\tAdd a box to the form.\tNamed nurse\t30/11/2015\tForm drafted\tAmber

1.2 Write down what children say.\tTrain all doctors.\tNamed doctor\t31/12/2015\tNot started\tRed
"""

TITLED_PLAN = ACTION_PLAN.replace("NHS Fenmarsh CCG\n\nAction plan: ", "").replace("Version 3,", "Action plan, version 3,")

PROVIDER_REPORT = """Fenmarsh General Hospital

Quality Report

Date of inspection visit: 11 to 15 May 2015
Date of publication: 3 September 2015

Overall rating for this hospital: Requires improvement

Areas for improvement

Action the hospital MUST take to improve

1.1 Train every nurse.

Recommendations

1. The trust should:

1.1 Train every nurse.
"""

MINUTES = "Minutes of the safeguarding committee\n\nPresent: A, B, C\n\n1. Welcome\n\n1.1 The chair welcomed everybody.\n" * 3
