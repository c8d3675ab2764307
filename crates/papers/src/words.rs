use domain::language::Language;

use crate::Method;

/// What stands on the papers besides values.
pub(crate) struct Words {
    pub(crate) invoice: &'static str,
    pub(crate) receipt: &'static str,
    pub(crate) seller: &'static str,
    pub(crate) group: &'static str,
    pub(crate) plan: &'static str,
    pub(crate) top_up: &'static str,
    pub(crate) period: &'static str,
    pub(crate) issued_on: &'static str,
    pub(crate) member: &'static str,
    pub(crate) part: &'static str,
    pub(crate) total: &'static str,
    pub(crate) several: &'static str,
    pub(crate) received: &'static str,
    pub(crate) paid_by: &'static str,
    pub(crate) for_member: &'static str,
    pub(crate) paid_on: &'static str,
    pub(crate) method: &'static str,
    manual: &'static str,
    card: &'static str,
}

impl Words {
    pub(crate) const fn method_of(&self, method: Method) -> &'static str {
        match method {
            Method::Manual => self.manual,
            Method::Card => self.card,
        }
    }

    pub(crate) const fn of(language: Language) -> Self {
        match language {
            Language::English => ENGLISH,
            Language::Chinese => CHINESE,
            Language::Spanish => SPANISH,
            Language::German => GERMAN,
            Language::French => FRENCH,
            Language::Japanese => JAPANESE,
        }
    }
}

const ENGLISH: Words = Words {
    invoice: "Invoice",
    receipt: "Receipt",
    seller: "Seller",
    group: "Group",
    plan: "Plan",
    top_up: "Extra credit",
    period: "Period",
    issued_on: "Issued on",
    member: "Member",
    part: "Part",
    total: "Total",
    several: "Each member owes only their own part.",
    received: "Received with thanks",
    paid_by: "Paid by",
    for_member: "For the part of",
    paid_on: "Received on",
    method: "Paid",
    manual: "In cash or by transfer",
    card: "By card",
};

const GERMAN: Words = Words {
    invoice: "Rechnung",
    receipt: "Quittung",
    seller: "Anbieter",
    group: "Gruppe",
    plan: "Tarif",
    top_up: "Zusätzliches Guthaben",
    period: "Zeitraum",
    issued_on: "Ausgestellt am",
    member: "Mitglied",
    part: "Anteil",
    total: "Gesamt",
    several: "Jedes Mitglied schuldet nur den eigenen Anteil.",
    received: "Dankend erhalten",
    paid_by: "Gezahlt von",
    for_member: "Für den Anteil von",
    paid_on: "Eingegangen am",
    method: "Zahlungsart",
    manual: "Bar oder per Überweisung",
    card: "Per Karte",
};

const SPANISH: Words = Words {
    invoice: "Factura",
    receipt: "Recibo",
    seller: "Vendedor",
    group: "Grupo",
    plan: "Plan",
    top_up: "Crédito adicional",
    period: "Período",
    issued_on: "Emitida el",
    member: "Miembro",
    part: "Parte",
    total: "Total",
    several: "Cada miembro debe solo su propia parte.",
    received: "Recibido con gracias",
    paid_by: "Pagado por",
    for_member: "Por la parte de",
    paid_on: "Recibido el",
    method: "Forma de pago",
    manual: "En efectivo o por transferencia",
    card: "Con tarjeta",
};

const FRENCH: Words = Words {
    invoice: "Facture",
    receipt: "Reçu",
    seller: "Vendeur",
    group: "Groupe",
    plan: "Formule",
    top_up: "Crédit supplémentaire",
    period: "Période",
    issued_on: "Émise le",
    member: "Membre",
    part: "Part",
    total: "Total",
    several: "Chaque membre ne doit que sa propre part.",
    received: "Reçu avec remerciements",
    paid_by: "Payé par",
    for_member: "Pour la part de",
    paid_on: "Reçu le",
    method: "Moyen de paiement",
    manual: "En espèces ou par virement",
    card: "Par carte",
};

const CHINESE: Words = Words {
    invoice: "账单",
    receipt: "收据",
    seller: "卖方",
    group: "群组",
    plan: "套餐",
    top_up: "额外额度",
    period: "账期",
    issued_on: "开具日期",
    member: "成员",
    part: "份额",
    total: "合计",
    several: "每位成员只承担自己的份额。",
    received: "款项已收到，谢谢",
    paid_by: "付款人",
    for_member: "代付成员",
    paid_on: "收款日期",
    method: "付款方式",
    manual: "现金或转账",
    card: "银行卡",
};

const JAPANESE: Words = Words {
    invoice: "請求書",
    receipt: "領収書",
    seller: "販売者",
    group: "グループ",
    plan: "プラン",
    top_up: "追加クレジット",
    period: "期間",
    issued_on: "発行日",
    member: "メンバー",
    part: "負担額",
    total: "合計",
    several: "各メンバーの支払いは自分の負担額だけです。",
    received: "確かに受け取りました",
    paid_by: "支払者",
    for_member: "立て替えた相手",
    paid_on: "受領日",
    method: "支払い方法",
    manual: "現金または振込",
    card: "カード",
};
