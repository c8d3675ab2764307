/** Taking one's data along, and closing the account. */
export const yourData = {
  'data.title': 'あなたのデータ',
  'data.exportTitle': '持ち出す',
  'data.exportText':
    'プロフィール、グループ、負担分、支払い、利用状況、すべてのチャットを1つのZIPファイルにまとめます。読むためのMarkdownと、プログラム用のJSONです。中身はもう封印されていないので、安全な場所に保管してください。',
  'data.export': 'すべて書き出す',
  'data.exporting': 'ファイルを作成中：現在 {size}',
  'data.exportDone': 'ファイルができました：{size}',
  'data.closeTitle': 'アカウントを閉じる',
  'data.closeText':
    'チャットはすぐに消え、あなたにもこのサーバーの運営者にも元に戻せません。必要になるかもしれない場合は、先に書き出してください。',
  'data.closeGroups':
    'グループの席は、退出する人と同じように終わります。未払いの分はそのまま残り、請求書と利用状況は名前を消してほかの人のために残ります。',
  'data.close': '自分のアカウントを閉じる',
  'data.closeConfirm': 'すべて削除して閉じる',
  'data.closed': 'アカウントを閉じました。',
  'data.closeOwned': '先に引き継いでください：{groups}',
} as const;
