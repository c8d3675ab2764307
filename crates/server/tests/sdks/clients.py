"""The official OpenAI and Anthropic SDKs against Potluck's gateway, one case a run.

    python clients.py CASE

POTLUCK_URL and POTLUCK_KEY say where and by which key. A case that does not go as it should ends with a traceback; one that
does prints what the test wants to see as JSON.
"""

import json
import os
import sys

import anthropic
import openai

URL = os.environ["POTLUCK_URL"]
KEY = os.environ["POTLUCK_KEY"]
OPENAI = openai.OpenAI(base_url=f"{URL}/v1", api_key=KEY, max_retries=0)
ANTHROPIC = anthropic.Anthropic(base_url=URL, api_key=KEY, max_retries=0)

QUESTION = [{"role": "user", "content": "Hello"}]
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+M8AAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
SCHEMA = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}


def refusal(call):
    """What an SDK makes of a refusal."""
    try:
        call()
    except (openai.APIStatusError, anthropic.APIStatusError) as error:
        return {"class": type(error).__name__, "status": error.status_code, "body": error.body}
    raise AssertionError("it was not refused")


def openai_chat():
    answer = OPENAI.chat.completions.create(model="sim", messages=QUESTION, temperature=0.5)
    return {"text": answer.choices[0].message.content, "usage": answer.usage.total_tokens}


def openai_stream():
    text, usage = "", None
    stream = OPENAI.chat.completions.create(
        model="sim", messages=QUESTION, stream=True, stream_options={"include_usage": True}
    )
    for chunk in stream:
        if chunk.choices:
            text += chunk.choices[0].delta.content or ""
        usage = chunk.usage or usage
    return {"text": text, "usage": usage.total_tokens}


def openai_stream_without_usage():
    chunks = list(OPENAI.chat.completions.create(model="sim", messages=QUESTION, stream=True))
    # Clients that did not ask for it index the first choice of every chunk.
    return {"text": "".join(chunk.choices[0].delta.content or "" for chunk in chunks)}


def openai_tools():
    tools = [{"type": "function", "function": {"name": "look_up", "parameters": SCHEMA}}]
    answer = OPENAI.chat.completions.create(model="sim", messages=QUESTION, tools=tools, tool_choice="auto")
    call = answer.choices[0].message.tool_calls[0]
    arguments = ""
    for chunk in OPENAI.chat.completions.create(model="sim", messages=QUESTION, tools=tools, stream=True):
        for piece in chunk.choices[0].delta.tool_calls or []:
            arguments += piece.function.arguments or ""
    back = [
        *QUESTION,
        answer.choices[0].message.model_dump(exclude_none=True),
        {"role": "tool", "tool_call_id": call.id, "content": "sunny"},
    ]
    OPENAI.chat.completions.create(model="sim", messages=back, tools=tools)
    return {"name": call.function.name, "whole": json.loads(call.function.arguments), "streamed": json.loads(arguments)}


def openai_image():
    content = [
        {"type": "text", "text": "What is it?"},
        {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PIXEL}"}},
    ]
    answer = OPENAI.chat.completions.create(model="sim", messages=[{"role": "user", "content": content}])
    return {"text": answer.choices[0].message.content}


def openai_models():
    return {"models": [model.id for model in OPENAI.models.list()], "one": OPENAI.models.retrieve("sim").id}


def openai_errors():
    other = openai.OpenAI(base_url=f"{URL}/v1", api_key="sk-nothing", max_retries=0)
    return [
        refusal(lambda: other.chat.completions.create(model="sim", messages=QUESTION)),
        refusal(lambda: OPENAI.chat.completions.create(model="nobody", messages=QUESTION)),
        refusal(lambda: OPENAI.chat.completions.create(model="sim", messages=QUESTION, n=2)),
    ]


def openai_exhausted():
    # With its usual retries: a refusal for want of credit is final.
    patient = openai.OpenAI(base_url=f"{URL}/v1", api_key=KEY)
    return refusal(lambda: patient.chat.completions.create(model="sim", messages=QUESTION))


def openai_cancel():
    stream = OPENAI.chat.completions.create(model="sim", messages=QUESTION, stream=True)
    for chunk in stream:
        if chunk.choices[0].delta.content:
            break
    stream.close()
    return {}


def openai_broken():
    try:
        list(OPENAI.chat.completions.create(model="sim", messages=QUESTION, stream=True))
    except openai.APIError as error:
        return {"class": type(error).__name__, "code": error.code}
    raise AssertionError("the stream did not break")


def openai_responses():
    answer = OPENAI.responses.create(model="sim", input="Hello", instructions="Be brief.")
    text = ""
    with OPENAI.responses.stream(model="sim", input="Hello") as stream:
        for event in stream:
            if event.type == "response.output_text.delta":
                text += event.delta
        final = stream.get_final_response()
    return {"text": answer.output_text, "streamed": text, "usage": [answer.usage.total_tokens, final.usage.total_tokens]}


def openai_embeddings():
    # The SDK asks for base64 by itself, and makes numbers of it.
    made = OPENAI.embeddings.create(model="sim-embed", input=["Hello", "Hello there"])
    plain = OPENAI.embeddings.create(model="sim-embed", input="Hello", encoding_format="float")
    return {
        "numbers": [len(one.embedding) for one in made.data],
        "same": made.data[0].embedding == plain.data[0].embedding,
        "usage": [made.usage.total_tokens, plain.usage.total_tokens],
    }


def openai_embeddings_refused():
    return [
        refusal(lambda: OPENAI.embeddings.create(model="sim", input="Hello")),
        refusal(lambda: OPENAI.embeddings.create(model="sim-gemini", input="Hello")),
        refusal(lambda: OPENAI.chat.completions.create(model="sim-embed", messages=QUESTION)),
    ]


def anthropic_count():
    counted = ANTHROPIC.messages.count_tokens(model="sim-anthropic", messages=QUESTION, system="Be brief.")
    return {
        "tokens": counted.input_tokens,
        "refused": refusal(lambda: ANTHROPIC.messages.count_tokens(model="sim", messages=QUESTION)),
    }


def anthropic_message():
    answer = ANTHROPIC.messages.create(model="sim-anthropic", max_tokens=100, messages=QUESTION, system="Be brief.")
    return {"text": answer.content[0].text, "usage": answer.usage.input_tokens + answer.usage.output_tokens}


def anthropic_stream():
    with ANTHROPIC.messages.stream(model="sim-anthropic", max_tokens=100, messages=QUESTION) as stream:
        text = "".join(stream.text_stream)
        final = stream.get_final_message()
    return {"text": text, "usage": final.usage.input_tokens + final.usage.output_tokens, "stop": final.stop_reason}


def anthropic_tools():
    tools = [{"name": "look_up", "description": "Weather", "input_schema": SCHEMA}]
    call = ANTHROPIC.messages.create(model="sim-anthropic", max_tokens=100, messages=QUESTION, tools=tools).content[0]
    with ANTHROPIC.messages.stream(
        model="sim-anthropic", max_tokens=100, messages=QUESTION, tools=tools
    ) as stream:
        streamed = stream.get_final_message().content[0]
    return {"name": call.name, "whole": call.input, "streamed": streamed.input}


def anthropic_image():
    image = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": PIXEL}}
    messages = [{"role": "user", "content": [image, {"type": "text", "text": "What is it?"}]}]
    answer = ANTHROPIC.messages.create(model="sim-anthropic", max_tokens=100, messages=messages)
    return {"text": answer.content[0].text}


def anthropic_translated():
    """A model whose vendor speaks OpenAI's format."""
    with ANTHROPIC.messages.stream(model="sim", max_tokens=100, messages=QUESTION) as stream:
        text = "".join(stream.text_stream)
        usage = stream.get_final_message().usage
    return {"text": text, "usage": usage.input_tokens + usage.output_tokens}


def anthropic_models():
    return {"models": [model.id for model in ANTHROPIC.models.list()]}


def anthropic_errors():
    other = anthropic.Anthropic(base_url=URL, api_key="sk-nothing", max_retries=0)
    create = {"max_tokens": 100, "messages": QUESTION}
    return [
        refusal(lambda: other.messages.create(model="sim-anthropic", **create)),
        refusal(lambda: ANTHROPIC.messages.create(model="nobody", **create)),
    ]


def anthropic_cancel():
    with ANTHROPIC.messages.stream(model="sim-anthropic", max_tokens=100, messages=QUESTION) as stream:
        next(iter(stream.text_stream))
    return {}


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]]()))
