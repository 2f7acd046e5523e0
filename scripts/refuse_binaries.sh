#!/bin/sh
# A privacy control: a picture of a person, a template, weights or a database never enters the repository.
# Screenshots of the demonstration in docs/images are the one exception.
status=0
for file in "$@"; do
  case "$file" in
    docs/images/*.png) continue ;;
    *.jpg|*.jpeg|*.png|*.bmp|*.tif|*.tiff|*.webp|*.gif|*.onnx|*.npy|*.npz|*.pkl|*.duckdb|*.sqlite|*.sqlite3|*.db|*.faiss)
      echo "$file: expected no picture, weights, template or database in the repository; keep it in the data folder or cache" >&2
      status=1 ;;
  esac
done
exit $status
