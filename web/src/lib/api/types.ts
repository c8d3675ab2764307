import type { operations } from './schema.gen';

/** What a call answers with when it succeeds. Read from the calls, whose names are fixed, not from the document's names for shapes. */
type Answer<Op extends keyof operations> = operations[Op]['responses'] extends infer Responses
  ? {
      [Status in keyof Responses]: Status extends 200 | 201 | 202 ? Json<Responses[Status]> : never;
    }[keyof Responses]
  : never;
type Json<Response> = Response extends { content: { 'application/json': infer Body } } ? Body : never;
type Item<Page> = Page extends { items: (infer Each)[] } ? Each : never;

export type Server = Answer<'get_server'>;
export type User = Answer<'get_me'>;
export type Session = Answer<'refresh'>;
export type UnlockedSession = Answer<'unlock_with_issuer'>;
export type ToldNotice = Item<Answer<'list_notices'>>;
export type PushState = Answer<'get_push'>;
export type MailChoices = Answer<'get_mail_choices'>;
export type GroupActivity = Item<Answer<'list_group_activity'>>;
export type Activity = Item<Answer<'list_activity'>>;
export type DeviceSession = Item<Answer<'list_sessions'>>;
export type Passkey = Item<Answer<'list_passkeys'>>;
export type SecurityNotice = Item<Answer<'list_security_notices'>>;
export type SecondFactorSecret = Answer<'begin_second_factor'>;
export type PasswordResetPreview = Answer<'preview_password_reset'>;
export type PasswordWasReset = Answer<'confirm_password_reset'>;
export type Plan = Item<Answer<'list_plans'>>;
/** Money: `amount` in minor units of the currency. */
export type Amount = Plan['price'];
export type Group = Answer<'get_group'>;
export type GroupSummary = Item<Answer<'list_groups'>>;
export type Member = Group['members'][number];
export type Period = NonNullable<Group['period']>;
/** The caller's own standing in the pool, in nano-USD. */
export type Credit = NonNullable<Group['credit']>;
export type Split = Group['split'];
export type PlanChange = Answer<'change_plan'>;
export type SplitChange = Answer<'change_split'>;
export type SplitPart = SplitChange['parts'][number];
export type SplitProposal = Item<Answer<'list_splits'>>;
export type Invitation = Item<Answer<'list_invitations'>>;
export type InvitationPreview = Answer<'preview_invitation'>;
export type Invoice = Item<Answer<'list_invoices'>>;
export type Share = Invoice['shares'][number];
export type ShareStatus = Share['status'];
export type SettleTransfer = Answer<'get_settle_up'>['transfers'][number];
export type Payment = NonNullable<Share['payment']>;
export type PaymentState = Answer<'claim_payment'>;
export type Card = NonNullable<Answer<'get_card'>['card']>;
export type PaymentClaim = Item<Answer<'list_payments'>>;
/** Credit beside one’s part that can be ordered. */
export type TopUpOffer = Answer<'get_top_up'>['offers'][number];
export type TopUpOrder = Answer<'order_top_up'>;
export type RefundState = Answer<'refund_payment'>;
export type StandingCover = Answer<'get_standing_cover'>;
/** What the operator sees of a person and of a group. */
export type KnownUser = Item<Answer<'list_users'>>;
export type KnownGroup = Item<Answer<'list_all_groups'>>;
export type PeriodicWork = Answer<'list_jobs'>['work'][number];
export type Backlog = Answer<'list_jobs'>['backlogs'][number];
export type Job = Item<Answer<'list_jobs'>>;
export type OperatorActionLine = Item<Answer<'list_operator_actions'>>;
export type Sandbox = Item<Answer<'list_sandboxes'>>;
export type ClockMoved = Answer<'move_clock'>;
/** What members pay against what they used at list prices. */
export type Came = Pick<Item<Answer<'get_margin'>>, 'billed' | 'paid' | 'list_cost_nanousd' | 'margin'>;
export type Balance = Item<Answer<'list_balances'>>;
export type Model = Item<Answer<'list_models'>>;
export type Conversation = Answer<'get_conversation'>;
export type Shelf = NonNullable<
  NonNullable<operations['list_conversations']['parameters']['query']>['shelf']
>;
export type Message = Item<Answer<'list_messages'>>;
/** A file that went with a question. */
export type Attachment = Message['attachments'][number];
export type ImportedChat = Answer<'import_conversation'>;
/** A place for some of a member’s conversations in a group. */
export type Folder = Item<Answer<'list_folders'>>;
export type Prompt = Item<Answer<'list_prompts'>>;
export type SharedLink = Item<Answer<'list_snapshots'>>;
export type TokenUsage = NonNullable<Message['usage']>;
export type Turn = Answer<'get_turn'>;
export type UsageRow = Item<Answer<'group_usage'>>;
export type ApiKey = Item<Answer<'list_api_keys'>>;
export type MadeApiKey = Answer<'create_api_key'>;
export type UsageSummary = Answer<'group_usage_summary'>;
export type Caps = Answer<'get_caps'>;
export type Lending = Answer<'get_lending'>;
