"""Cases, conflicts and records → other programs' files, and back.

convert : a file and the name of another → the other written, by the endings of their names;
    GraphML.
gmcr : the text of a .gmcr file (GMCR+) → the text of a case file.
gmcr_read : the JSON of a .gmcr file → a model, or every fault in it.
gmcr_model : what a .gmcr file holds, its options in the order of their owners, its states.
yaml_text : texts and lists → YAML that reads back as exactly those.
tables : a conflict, and perhaps a result → CSV tables, and the conflict back.
workbook : an XLSX workbook → the cells of one sheet, as a person sees them.
workbook_parts : its parts, element by element → what is needed of each.
scale_cells : a file with a table → its rows as cells that know their place.
scale_table : a table of actors → who stands where on one item, or every fault in it.
record_exports : a record → references, annotations, a timeline, a table of events.
"""
