"""Writing questionnaires: from Excel in the words of XLSForm, and what differs between two versions. Pure."""
