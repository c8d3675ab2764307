export const signingIn = {
  'issuer.continue': '{name} で続ける',
  'issuer.title': '{name} でサインイン',
  'issuer.cancelled': '手続きが最後まで行われなかったため、ここでは何も変わっていません。',
  'issuer.unlockText':
    '{name} によってご本人と確認されました。次に Potluck のパスワードを入力してください。チャットを開くもので、{name} に見られることはありません。',
  'issuer.signUpTitle': 'あと少しです',
  'issuer.signUpText':
    '{name} によって確認されました。次にチャット用のパスワードを決めてください。{name} を含め、ほかの誰もチャットを開けなくなります。',
  'issuer.password': 'チャット用のパスワード',
  'issuer.tie': '{name} でサインイン',
  'issuer.untied':
    'アカウントを {name} に結び付けると、メールアドレスとパスワードの代わりにそちらでサインインできます。チャットは引き続きパスワードで開きます。',
  'issuer.tieSubmit': '{name} に結び付ける',
  'issuer.tied': 'アカウントは {when} から {name} に結び付けられています。',
  'issuer.untieText': '解除すると、メールアドレスとパスワードでサインインします。',
  'issuer.untie': '{name} から解除する',
  'issuer.untiedToast': 'アカウントと {name} の結び付きを解除しました。',
  'issuer.tiedToast': 'アカウントを {name} に結び付けました。',

  'contentKey.title': '暗号鍵',
  'contentKey.text':
    'チャットはあなた専用の鍵で封印されています。誰かに知られたおそれがあるときは取り替えてください。すべてがバックグラウンドで封印し直され、その間も読むことができます。',
  'contentKey.replace': '新しい暗号鍵',
  'contentKey.confirmTitle': '暗号鍵を取り替えますか？',
  'contentKey.confirmText':
    'ほかのすべての端末からサインアウトし、パスキーは一度パスワードを尋ね、回復コードは新しくなります。',
  'contentKey.replaced':
    '鍵を取り替えました。以前の回復コードではもう何も開けません。新しいコードはこちらです:',
  'contentKey.running': '封印し直した数: {total} 件中 {done} 件',
  'contentKey.runningText': 'いつもどおり使えます。この端末かほかの端末でサインインしている間に進みます。',
  'contentKey.settling':
    'すべて新しい鍵で封印されました。古い鍵は、使われる可能性がなくなる {when} 以降に消えます。',

  'signIn.codeReplaced': '回復コードを使ったため、新しいコードに替わりました:',
} as const;
