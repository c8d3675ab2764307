export const causes = {
  'cause.server_stopped': '服务器在回答完成前停止了。',
  'cause.took_too_long': '回答用时太长。',
  'cause.answer_too_long': '回答太长，请要求更短的回答。',
  'cause.content_refused': '模型拒绝回答。请换个问法，或换一个模型。',
  'cause.file_unreadable': '有一张图片无法读取。请重试，或重新发送图片。',
  'cause.answer_interrupted': 'AI 供应商中途断开了。',
  'cause.provider_busy': 'AI 供应商繁忙，请一分钟后再试。',
  'cause.context_too_long': '对话对该模型来说太长，请开始新的对话。',
  'cause.model_unknown': 'AI 供应商已不再提供该模型，请换一个。',
  'cause.provider_unavailable': '无法连接 AI 供应商，或其没有回应。请重试，或换一个模型。',
};
