"""Makes reference.json: what the Python library sentence-transformers gives for the texts of the reference.

    npx tsx test/model/reference-texts.ts > texts.json
    pip install sentence-transformers==6.2.0 torch==2.15.0
    python test/model/reference.py MODEL_FOLDER texts.json test/model/reference.json

MODEL_FOLDER is the whole model as its authors publish it, not only the two files that we read of it.
Each number is a multiple of 1/32767, as an int16, little endian; each vector is one line of base64.
"""

import base64
import json
import sys
from pathlib import Path

import numpy
import sentence_transformers
import torch

STEPS = 32_767


def main() -> None:
    folder, texts_file, reference_file = sys.argv[1:]
    texts = json.loads(Path(texts_file).read_text())
    model = sentence_transformers.SentenceTransformer(folder, device="cpu")
    # One by one: in a batch, padding would change the last bits.
    vectors = [model.encode(text, convert_to_numpy=True) for text in texts]
    for vector in vectors:
        assert vector.shape == (384,) and abs(numpy.linalg.norm(vector) - 1) < 1e-5
    reference = {
        "made_by": f"sentence-transformers {sentence_transformers.__version__}, torch {torch.__version__}",
        "tokens_max": model.max_seq_length,
        "texts": [
            {"text": text, "vector": base64.b64encode(in_steps(vector)).decode()}
            for text, vector in zip(texts, vectors, strict=True)
        ],
    }
    Path(reference_file).write_text(json.dumps(reference, indent=1, ensure_ascii=True) + "\n")


def in_steps(vector: numpy.ndarray) -> bytes:
    return numpy.rint(vector.astype(numpy.float64) * STEPS).astype("<i2").tobytes()


main()
