/** Files that go with questions. */
export const files = {
  'files.add': 'ファイルを追加',
  'files.choose': '送信するファイル',
  'files.waiting': 'このメッセージに付けるファイル',
  'files.sent': 'このメッセージのファイル',
  'files.sending': '{name} を送信中',
  'files.cut': 'とても長いため、最初の部分だけが読まれます',
  'files.retry': '{name} をもう一度送信',
  'files.remove': '{name} を取り除く',
  'files.save': '{name} を保存',
  'files.sealed': '封印されたファイル',
  'files.drop': 'ここにファイルをドロップ',
  'files.tooMany': '1つのメッセージに付けられるファイルは最大 {count} 個です。',
  'files.pastedName': '貼り付けたテキスト.txt',
  'problem.file_empty': 'このファイルは空です。',
  'problem.file_type_unknown':
    'モデルが読めるのは画像（PNG、JPEG、GIF、WebP）、PDF、プレーンテキストです。名前が何であれ、これは別のものです。',
  'problem.file_broken': 'このファイルは壊れていて読めません。',
  'problem.file_too_large': 'ファイルは最大 20 MB です。一部を送信してください。',
  'problem.picture_too_large': '画像は最大 5 MB、各辺 8000 ピクセルまでです。小さくしてください。',
  'problem.document_locked': 'この PDF にはパスワードが必要です。パスワードなしで保存してください。',
  'problem.document_too_hard':
    'この PDF の読み取りには時間がかかりすぎます。一部を、またはテキストを送信してください。',
  'problem.document_without_text':
    'この PDF には文字がありません。スキャンしたページのようです。ページを画像として送信してください。',
  'problem.upload_cut': 'ファイルが完全に届きませんでした。もう一度送信してください。',
  'problem.files_full': 'ファイルが容量いっぱいです。不要なファイルのあるチャットを削除してください。',
  'problem.model_sees_no_pictures':
    'このモデルは画像を見られません。見られるモデルを選ぶか、画像を取り除いてください。',
} as const;
