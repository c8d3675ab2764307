export const causes = {
  'cause.server_stopped': '回答が完成する前にサーバーが停止しました。',
  'cause.took_too_long': '回答に時間がかかりすぎました。',
  'cause.answer_too_long': '回答が長すぎました。もっと短い回答を頼んでください。',
  'cause.content_refused': 'モデルが回答を断りました。聞き方を変えるか、別のモデルを選んでください。',
  'cause.file_unreadable': '読み取れない画像があります。もう一度試すか、画像を送り直してください。',
  'cause.answer_interrupted': 'AI の提供元が途中で切断しました。',
  'cause.provider_busy': 'AI の提供元が混み合っています。1分後にもう一度お試しください。',
  'cause.context_too_long': 'このモデルには会話が長すぎます。新しい会話を始めてください。',
  'cause.model_unknown': 'AI の提供元にこのモデルはもうありません。別のモデルを選んでください。',
  'cause.provider_unavailable':
    'AI の提供元に接続できないか、応答がありません。もう一度試すか、別のモデルを選んでください。',
};
