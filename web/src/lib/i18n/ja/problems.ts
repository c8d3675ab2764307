export const problems = {
  'problem.network':
    'サーバーに接続できません。入力した内容は失われていません。少ししてからもう一度お試しください。',
  'problem.unavailable':
    'サーバーが今応答していません。入力した内容は失われていません。少ししてからもう一度お試しください。',
  'problem.unknown': '問題が起きました。もう一度お試しください。',
  'problem.unreadable_answer':
    '応答を読み取れませんでした。もう一度お試しください。続く場合はページを再読み込みしてください。',
  'problem.fault':
    '接続ではなく、このページ自体に問題が起きました。再読み込みしてもう一度お試しください。続く場合はサーバーの運営者に知らせてください。',
  'problem.invalid_credentials': 'メールアドレスとパスワードが一致しません。確認してもう一度お試しください。',
  'problem.issuer_over': 'このサインインは時間切れか、すでに使われています。もう一度始めてください。',
  'problem.issuer_refused': '別のサインインは受け付けられませんでした。もう一度始めてください。',
  'problem.issuer_unreachable':
    '別のサインインから応答がありません。少し待ってもう一度試すか、このサーバーの管理者に尋ねてください。',
  'problem.issuer_required':
    'このアカウントは別のサインインで作られました。そちらを使ってください。パスワードはその後でチャットを開きます。',
  'problem.issuer_taken':
    'ここの別のアカウントがすでに結び付けられています。そのアカウントでサインインしてください。',
  'problem.issuer_linked': 'アカウントはすでに結び付けられています。',
  'problem.rotation_running': '鍵の取り替えはすでに進んでいます。終わるまでお待ちください。',
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
  'problem.already_answered': 'すでに回答済みです。これ以上することはありません。',
  'problem.already_leaving': 'このメンバーはすでに退会の予定です。',
  'problem.already_started': 'このグループはすでに始まっています。',
  'problem.body_cut': '完全に届きませんでした。もう一度送信してください。',
  'problem.body_late': '届くまでに時間がかかりすぎました。接続の良い場所でもう一度送信してください。',
  'problem.body_too_large': '長すぎます。短くしてもう一度お試しください。',
  'problem.context_too_long':
    '会話がこのモデルには長すぎます。新しい会話を始めるか、別のモデルを選んでください。',
  'problem.conversation_busy': '回答を作成中です。終わるのを待つか、先に停止してください。',
  'problem.credit_exhausted':
    'クレジットが足りません。毎日少しずつ増えます。詳しくは利用状況のページをご覧ください。',
  'problem.cross_site':
    '別のサイトからの操作のため実行しませんでした。再読み込みしてもう一度お試しください。',
  'problem.forbidden': 'これができるのはグループのオーナーだけです。',
  'problem.group_forming':
    'グループはまだ始まっていません。ほかの人を招待するか、オーナーが開始してください。',
  'problem.history_would_be_sealed':
    'この操作でチャットが封印されます。承知のうえで確認するか、リカバリーコードを使ってください。',
  'problem.leaving': 'このグループを退会する予定です。先に取り消してください。',
  'problem.mail_unavailable': 'このサーバーはメールを送りません。',
  'problem.malformed_json': 'リクエストを読めませんでした。再読み込みしてもう一度お試しください。',
  'problem.malformed_request': 'アドレスが正しくありません。再読み込みしてもう一度お試しください。',
  'problem.method_not_allowed': 'ここではできません。再読み込みしてもう一度お試しください。',
  'problem.model_not_in_plan': 'このグループのプランではこのモデルを使えません。別のモデルを選んでください。',
  'problem.model_unknown': 'このモデルはもうありません。別のモデルを選んでください。',
  'problem.more_than_owed': '貸している額より多くなっています。少なくしてください。',
  'problem.no_period': 'このグループでは現在進行中の月がありません。次の月が始まるまでお待ちください。',
  'problem.not_asked': 'この分け方であなたの負担は増えないため、同意は必要ありません。',
  'problem.not_found': 'ここには何もないか、あなたのものではありません。',
  'problem.passkeys_unavailable': 'このサーバーのアドレスではパスキーを使えません。',
  'problem.payload_conflict': '前に別の内容で送信されています。再読み込みしてもう一度お試しください。',
  'problem.payment_method_unavailable':
    'このサーバーではカードを使えません。直接支払ってから、ここで知らせてください。',
  'problem.payment_not_claimable': '今支払うものはありません。支払い済みか、確認待ちです。',
  'problem.payment_settled': 'この支払いはすでに処理済みです。',
  'problem.plan_unavailable': 'このグループのプランは提供を終了しました。新しいグループを作ってください。',
  'problem.proposal_open': '別の分け方が同意を待っています。先に回答するか、取り下げてもらってください。',
  'problem.proposal_over': 'この提案は終了しています。もう一度提案してください。',
  'problem.request_in_progress': '処理中です。少しお待ちください。',
  'problem.second_factor_enabled': '2段階ログインはすでに有効です。',
  'problem.second_factor_not_begun': '2段階ログインの設定を最初からやり直してください。',
  'problem.second_factor_not_enabled': '2段階ログインは有効になっていません。',
  'problem.share_not_coverable': '今立て替えるものはありません。支払い済みか、確認待ちです。',
  'problem.share_past_due': 'あなたの分の期日が過ぎています。支払うとクレジットをまた使えます。',
  'problem.split_empty': '誰かが支払う必要があります。少なくとも 1 人に割り当ててください。',
  'problem.split_incomplete': '0 の場合も含めて、全員の負担を入力してください。',
  'problem.split_negative': '負の額は指定できません。',
  'problem.split_over': '合計が多すぎます。減らしてください。',
  'problem.split_stranger': 'メンバーではない人が含まれています。再読み込みしてください。',
  'problem.split_too_large': '数値が大きすぎます。',
  'problem.split_under': '合計が足りません。増やしてください。',
  'problem.token_expired': 'ログインの更新が必要です。もう一度お試しください。',
  'problem.too_many_attempts': '試行回数が多すぎます。数分待ってからもう一度お試しください。',
  'problem.too_many_invitations': '未回答の招待が多すぎます。先に 1 つ取り消してください。',
  'problem.unauthenticated': '続けるにはログインしてください。',
  'problem.unsupported_media_type': 'リクエストを読めませんでした。再読み込みしてもう一度お試しください。',
  'problem.vault_locked': 'この端末ではチャットがロックされています。パスワードを入力して開いてください。',
  'problem.wrong_host': 'このサーバーには別のアドレスでアクセスします。運営者に確認してください。',
  'problem.no_card': '請求できるカードがありません。まずカードを保存してください。',
  'problem.payment_vendor_unavailable':
    '決済会社が応答していません。請求は行われていません。少し待ってからもう一度お試しください。',
  'problem.attachment_in_use':
    'このファイルはすでにメッセージに使われています。メッセージを削除してください。',
  'problem.busy': 'サーバーが混み合っています。1 分後にもう一度お試しください。',
  'problem.group_over': 'このグループは終了しました。新しく作ってください。',
  'problem.issuer_not_linked': 'このアカウントは別のログイン方法とつながっていません。',
  'problem.issuer_unavailable':
    'このサーバーにほかのログイン方法はありません。メールアドレスとパスワードを使ってください。',
  'problem.leap_out_of_range': '時計を一度に進められるのは 1〜36 回です。',
  'problem.job_not_failed': 'この作業は待機中か実行中です。何もする必要はありません。',
  'problem.leap_too_far': 'サンドボックスを進められるのは 10 年までです。新しく作ってください。',
  'problem.more_than_balance': '残高より多くなっています。少なくしてください。',
  'problem.same_plan': 'グループはすでにこのプランです。',
  'problem.still_a_member': 'メンバーの残高は次の分の支払いに充てられ、払い戻しはできません。',
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
  'problem.passkey_of_another':
    'このパスキーは別の人のものです。自分のパスキーかパスワードを使うか、先にログアウトしてください。',
  'problem.passkey_failed':
    'このブラウザーではパスキーを使えませんでした。別のパスキーを試すか、パスワードを使ってください。',
  'problem.too_many_api_keys': 'キーの数が上限に達しています。使わなくなったものを失効させてください。',
  'problem.own_cap_reached':
    '自分の上限を超えます。利用状況のページで上限を上げるか、もっと短い質問にしてください。',
  'field.required': '入力してください。',
  'field.too_short': '{count} 文字以上にしてください。',
  'field.too_long': '{count} 文字以内にしてください。',
  'field.too_many': '一度に {count} 個までです。',
  'field.too_many_bytes':
    '長すぎます。{count} バイト以内にしてください。かな・漢字は 1 文字で 3～4 バイトになります。',
  'field.not_one_line': '1 行の普通のテキストにしてください。',
  'field.not_an_email': 'ann@example.org のようなメールアドレスを入力してください。',
  'field.too_common': '真っ先に推測されるパスワードです。いくつかの単語を組み合わせるとよいでしょう。',
  'field.too_personal':
    '名前やアドレスなので、誰にでも推測できます。いくつかの単語を組み合わせるとよいでしょう。',
  'field.not_positive': '0 より大きい値にするか、空欄にしてください。',
  'field.in_the_past': 'これから先の日時にしてください。',
  'field.opens_nothing': 'これで開ける以前のチャットはありません。',
  'field.out_of_range': '大きすぎるか小さすぎます。',
  'field.unknown': 'もうありません。',
  'field.invalid': '形式が正しくありません。',
} as const;
