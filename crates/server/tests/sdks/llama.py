"""The official OpenAI and Anthropic SDKs, through Potluck's gateway, against a real inference server.

    python llama.py

POTLUCK_URL and POTLUCK_KEY say where and by which key. Prints, as JSON, what each case saw: the tokens that the answer itself
says it had, and what else the test wants to know. What the model says means nothing; that it is the right amount of it does.
"""

import json
import os

import anthropic
import openai

URL = os.environ["POTLUCK_URL"]
KEY = os.environ["POTLUCK_KEY"]
OPENAI = openai.OpenAI(base_url=f"{URL}/v1", api_key=KEY, max_retries=0)
ANTHROPIC = anthropic.Anthropic(base_url=URL, api_key=KEY, max_retries=0)

BY_OPENAI = "llama-openai"
BY_ANTHROPIC = "llama-anthropic"
QUESTION = [{"role": "user", "content": "What should three neighbours plant this spring?"}]
# Only so many ways to call it: the model's weights are random, and a free text would never end.
SCHEMA = {"type": "object", "properties": {"city": {"enum": ["Porto", "Lima"]}}, "required": ["city"]}


def counted(usage):
    """Tokens in and out, whoever counts them."""
    if hasattr(usage, "prompt_tokens"):
        return [usage.prompt_tokens, usage.completion_tokens]
    cached = getattr(usage, "cache_read_input_tokens", None) or 0
    return [usage.input_tokens + cached, usage.output_tokens]


def openai_chat():
    answer = OPENAI.chat.completions.create(model=BY_OPENAI, messages=QUESTION, max_tokens=20)
    return {"text": answer.choices[0].message.content, "usage": counted(answer.usage)}


def openai_stream():
    text, usage, pieces = "", None, 0
    stream = OPENAI.chat.completions.create(
        model=BY_OPENAI, messages=QUESTION, max_tokens=40, stream=True, stream_options={"include_usage": True}
    )
    for chunk in stream:
        if chunk.choices:
            text += chunk.choices[0].delta.content or ""
            pieces += 1
        usage = chunk.usage or usage
    return {"text": text, "pieces": pieces, "usage": counted(usage)}


def both(one, other):
    """The tokens of two answers."""
    return [mine + theirs for mine, theirs in zip(counted(one.usage), counted(other.usage))]


def openai_schema():
    """An answer in a given form, which the server forces a model of random weights into too."""
    form = {"type": "json_schema", "json_schema": {"name": "place", "schema": SCHEMA}}
    answer = OPENAI.chat.completions.create(
        model=BY_OPENAI, messages=QUESTION, response_format=form, max_tokens=100
    )
    return {"given": json.loads(answer.choices[0].message.content), "usage": counted(answer.usage)}


def openai_tools():
    """Tools and their results go there; the model has not learned to call any."""
    tools = [{"type": "function", "function": {"name": "look_up", "parameters": SCHEMA}}]
    create = {"model": BY_OPENAI, "tools": tools, "max_tokens": 20}
    first = OPENAI.chat.completions.create(messages=QUESTION, **create)
    call = {"id": "call_1", "type": "function", "function": {"name": "look_up", "arguments": '{"city": "Porto"}'}}
    back = [
        *QUESTION,
        {"role": "assistant", "content": "", "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "call_1", "content": "sunny"},
    ]
    then = OPENAI.chat.completions.create(messages=back, **create)
    return {"text": then.choices[0].message.content, "usage": both(first, then)}


def openai_responses():
    answer = OPENAI.responses.create(model=BY_OPENAI, input="What now?", max_output_tokens=20)
    usage = answer.usage
    return {"text": answer.output_text, "usage": [usage.input_tokens, usage.output_tokens]}


def openai_cancel():
    stream = OPENAI.chat.completions.create(model=BY_OPENAI, messages=QUESTION, max_tokens=300, stream=True)
    for pieces, _ in enumerate(stream):
        if pieces == 5:
            break
    stream.close()
    return {}


def refusal(call):
    try:
        call()
    except (openai.APIStatusError, anthropic.APIStatusError) as error:
        return {"class": type(error).__name__, "status": error.status_code}
    raise AssertionError("it was not refused")


def openai_refused():
    """What the inference server itself does not understand comes back as its own refusal."""
    nonsense = {"type": "json_schema", "json_schema": {"name": "x", "schema": {"type": "nothing of the kind"}}}
    return {
        "refused": refusal(
            lambda: OPENAI.chat.completions.create(
                model=BY_OPENAI, messages=QUESTION, max_tokens=20, response_format=nonsense
            )
        )
    }


def openai_too_long():
    long = [{"role": "user", "content": "one two three four five six seven eight nine ten " * 5000}]
    return {"refused": refusal(lambda: OPENAI.chat.completions.create(model=BY_OPENAI, messages=long, max_tokens=20))}


def anthropic_message():
    answer = ANTHROPIC.messages.create(model=BY_ANTHROPIC, max_tokens=20, messages=QUESTION, system="Be brief.")
    return {"text": answer.content[0].text, "usage": counted(answer.usage)}


def anthropic_stream():
    with ANTHROPIC.messages.stream(model=BY_ANTHROPIC, max_tokens=40, messages=QUESTION) as stream:
        text = "".join(stream.text_stream)
        final = stream.get_final_message()
    return {"text": text, "stop": final.stop_reason, "usage": counted(final.usage)}


def anthropic_tools():
    tools = [{"name": "look_up", "description": "Weather", "input_schema": SCHEMA}]
    create = {"model": BY_ANTHROPIC, "tools": tools, "max_tokens": 20}
    first = ANTHROPIC.messages.create(messages=QUESTION, **create)
    call = {"type": "tool_use", "id": "toolu_1", "name": "look_up", "input": {"city": "Porto"}}
    result = {"type": "tool_result", "tool_use_id": "toolu_1", "content": "sunny"}
    back = [*QUESTION, {"role": "assistant", "content": [call]}, {"role": "user", "content": [result]}]
    then = ANTHROPIC.messages.create(messages=back, **create)
    return {"text": then.content[0].text, "usage": both(first, then)}


def anthropic_count():
    return {"counted": ANTHROPIC.messages.count_tokens(model=BY_ANTHROPIC, messages=QUESTION).input_tokens}


def anthropic_counted():
    """What was counted before is what is read then."""
    answer = ANTHROPIC.messages.create(model=BY_ANTHROPIC, max_tokens=5, messages=QUESTION)
    return {"usage": counted(answer.usage)}


def anthropic_cancel():
    with ANTHROPIC.messages.stream(model=BY_ANTHROPIC, max_tokens=300, messages=QUESTION) as stream:
        for pieces, _ in enumerate(stream.text_stream):
            if pieces == 5:
                break
    return {}


CASES = [
    openai_chat,
    openai_stream,
    openai_schema,
    openai_tools,
    openai_responses,
    openai_refused,
    openai_too_long,
    openai_cancel,
    anthropic_message,
    anthropic_stream,
    anthropic_tools,
    anthropic_count,
    anthropic_counted,
    anthropic_cancel,
]

if __name__ == "__main__":
    print(json.dumps({case.__name__: case() for case in CASES}))
