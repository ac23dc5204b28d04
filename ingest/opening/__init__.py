"""Opening files from outside safely: CSV, XLSX, Parquet and zip, with limits before anything is unpacked."""
