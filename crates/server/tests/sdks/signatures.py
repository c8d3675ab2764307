"""What the official Stripe SDK says of webhooks' signatures: one word for each case that it reads."""

import json
import sys

import stripe
from stripe import _webhook

verdicts = []
for case in json.load(sys.stdin):
    _webhook.time.time = lambda now=case["now"]: now
    try:
        stripe.WebhookSignature.verify_header(case["payload"], case["header"], case["secret"], tolerance=300)
        verdicts.append(True)
    except stripe.SignatureVerificationError:
        verdicts.append(False)
print(json.dumps(verdicts))
