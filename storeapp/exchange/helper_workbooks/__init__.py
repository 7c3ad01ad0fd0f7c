"""Helper workbooks: a task as an Excel file for somebody who has only that, and what comes back, merged by cell."""
