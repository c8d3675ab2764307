/** Taking one's data along, and closing the account. */
export const yourData = {
  'data.title': '你的数据',
  'data.exportTitle': '带走数据',
  'data.exportText':
    '一个 ZIP 文件，包含你的个人资料、群组、分摊、付款、用量和全部聊天：Markdown 供阅读，JSON 供程序使用。其中的内容不再封存，请妥善保管。',
  'data.export': '导出全部',
  'data.exporting': '正在写入文件：已有 {size}',
  'data.exportDone': '文件已就绪：{size}',
  'data.closeTitle': '注销账号',
  'data.closeText':
    '你的聊天会立即消失，谁也无法恢复：你不能，服务器的运营者也不能。如果以后可能还需要，请先导出。',
  'data.closeGroups':
    '你在群组中的席位会像其他退出的人一样结束。欠款仍需支付；账单和用量会为其他人保留，但不带你的名字。',
  'data.close': '注销我的账号',
  'data.closeConfirm': '全部删除并注销',
  'data.closed': '你的账号已注销。',
  'data.closeOwned': '请先移交：{groups}',
} as const;
