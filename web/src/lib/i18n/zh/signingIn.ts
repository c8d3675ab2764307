export const signingIn = {
  'issuer.continue': '使用 {name} 继续',
  'issuer.title': '使用 {name} 登录',
  'issuer.cancelled': '你没有在那边完成，所以这里没有任何变化。',
  'issuer.unlockText':
    '{name} 确认了是你。现在输入你的 Potluck 密码：它用来打开你的聊天，{name} 永远看不到它。',
  'issuer.signUpTitle': '就快好了',
  'issuer.signUpText': '{name} 认识你。现在为你的聊天设一个密码：它对其他所有人锁住聊天，包括 {name}。',
  'issuer.password': '聊天的密码',
  'issuer.tie': '使用 {name} 登录',
  'issuer.untied': '把你的账户关联到 {name}，之后在那边登录，不必输入邮箱和密码。打开聊天仍用你的密码。',
  'issuer.tieSubmit': '关联到 {name}',
  'issuer.tied': '你的账户自 {when} 起已关联到 {name}。',
  'issuer.untieText': '取消关联后，你用邮箱和密码登录。',
  'issuer.untie': '取消与 {name} 的关联',
  'issuer.untiedToast': '你的账户已不再关联到 {name}。',
  'issuer.tiedToast': '你的账户已关联到 {name}。',

  'contentKey.title': '加密密钥',
  'contentKey.text':
    '你的聊天用你自己的密钥封存。如果可能有人拿到了它，就换一把：所有内容会在后台重新封存，期间一直可读。',
  'contentKey.replace': '新的加密密钥',
  'contentKey.confirmTitle': '更换你的加密密钥？',
  'contentKey.confirmText': '其他所有设备都会退出登录，通行密钥会询问一次密码，恢复码也会换成新的。',
  'contentKey.replaced': '你的密钥已更换。旧的恢复码不再能打开任何内容；这是新的：',
  'contentKey.running': '已重新封存：{done} / {total}',
  'contentKey.runningText': '你可以照常使用。只要你在这里或其他设备上登录着，它就会继续。',
  'contentKey.settling': '所有内容都已用新密钥封存。旧密钥会在 {when} 之后、不再可能被使用时消失。',

  'signIn.codeReplaced': '你使用了恢复码，所以它换成了新的：',
} as const;
