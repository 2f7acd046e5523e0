"""The one process that holds records, pictures, index, models, log and keys, and answers on a Unix socket."""
