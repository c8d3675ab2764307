export const problems = {
  'problem.network':
    'サーバーに接続できません。入力した内容は失われていません。少ししてからもう一度お試しください。',
  'problem.unavailable':
    'サーバーが今応答していません。入力した内容は失われていません。少ししてからもう一度お試しください。',
  'problem.unknown': '問題が起きました。もう一度お試しください。',
  'problem.unreadable_answer':
    '応答を読み取れませんでした。もう一度お試しください。続く場合はページを再読み込みしてください。',
  'problem.invalid_credentials': 'メールアドレスとパスワードが一致しません。確認してもう一度お試しください。',
  'problem.email_taken': 'このアドレスのアカウントはすでにあります。ログインしてください。',
  'problem.wrong_password': 'パスワードが違います。',
  'problem.internal': 'サーバーで問題が起きました。入力した内容は失われていません。もう一度お試しください。',
  'problem.shutting_down': 'サーバーが再起動しています。少ししてからもう一度お試しください。',
  'problem.seat_taken':
    'たった今、ほかの人が最後の席に着きました。招待は有効なままです。席が空けば参加できます。',
  'problem.already_member': 'すでにこのグループのメンバーです。',
  'problem.invitation_used': 'この招待は使用済みです。新しい招待を頼んでください。',
  'problem.invitation_expired': 'この招待は終了しました。新しい招待を頼んでください。',
  'problem.invitation_revoked': 'この招待は取り消されました。新しい招待を頼んでください。',
  'problem.last_operator':
    'このサーバーの運営者はほかにいません。先にほかの人を運営者にしてから、アカウントを閉じてください。',
  'problem.owner_must_hand_over': 'まずほかの人をオーナーにしてください。そのあと退出できます。',
  'problem.no_card': '請求できるカードがありません。まずカードを保存してください。',
  'problem.payment_vendor_unavailable':
    '決済会社が応答していません。請求は行われていません。少し待ってからもう一度お試しください。',
  'problem.reference': '運営者への参照番号：{id}',
  'problem.second_factor_wrong':
    'コードが違うか、すでに使われています。次のコードを待って、もう一度お試しください。',
  'problem.password_changed':
    'たった今、パスワードが変更されました。新しいパスワードでログインしてください。',
  'problem.link_over': 'このリンクは使用済みか、期限切れです。新しいリンクを頼んでください。',
  'problem.wrong_recovery_code':
    'このコードではチャットを開けません。1文字ずつ確認してください。4文字ずつ8組です。',
  'problem.history_sealed':
    'このチャットは、パスワードが失われたときから封印されています。当時のリカバリーコードを使い、設定で封印を解いてください。',
  'problem.invitation_needed':
    'ここでアカウントを作成できるのは招待された人だけです。招待のリンクをもう一度開いてください。',
  'problem.sign_up_closed': 'ここでは新しいアカウントを作成できません。サーバーの運営者に相談してください。',
  'problem.email_unverified':
    '招待をさらにメールで送るには、先に自分のメールアドレスを確認してください。自分で渡すリンクに制限はありません。',
  'problem.passkey_refused':
    'このパスキーは受け付けられませんでした。もう一度試すか、パスワードでログインしてください。',
  'problem.passkey_cancelled':
    'パスキーが選ばれませんでした。もう一度試すか、パスワードでログインしてください。',
  'problem.passkey_known': 'このパスキーはすでにあなたのアカウントにあります。',
  'problem.passkey_failed':
    'このブラウザーではパスキーを使えませんでした。別のパスキーを試すか、パスワードを使ってください。',
  'problem.too_many_api_keys': 'キーの数が上限に達しています。使わなくなったものを失効させてください。',
  'problem.own_cap_reached':
    '自分の上限を超えます。利用状況のページで上限を上げるか、もっと短い質問にしてください。',
} as const;
