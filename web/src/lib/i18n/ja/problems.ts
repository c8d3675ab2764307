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
  'problem.reference': '運営者への参照番号：{id}',
  'problem.second_factor_wrong':
    'コードが違うか、すでに使われています。次のコードを待って、もう一度お試しください。',
  'problem.too_many_api_keys': 'キーの数が上限に達しています。使わなくなったものを失効させてください。',
  'problem.own_cap_reached':
    '自分の上限を超えます。利用状況のページで上限を上げるか、もっと短い質問にしてください。',
} as const;
