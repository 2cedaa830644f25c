"""What a citizen tells the office (phản ánh, kiến nghị, góp ý, khen ngợi): life cycle, rules, words. Pure.

Which law applies, as read in November 2026:

- Decree 20/2008/NĐ-CP (with 48/2013 and 92/2017) is about feedback on *administrative rules*. Formal feedback
  under it states name, address and phone (Điều 7); we ask for none of them, so what comes in here is an
  informal word of a citizen, and an office that must handle it formally asks for the rest in its answer.
  It sets no number of days for the answer itself: only what another authority must handle is passed on
  within 5 working days (Điều 9 khoản 1 điểm d). It does not cover complaints and denunciations (Điều 1):
  whoever writes of one is told where those go.
- Complaints follow the Law on Complaints 02/2011/QH13: first to who decided, then to their direct superior, or to
  the court (Điều 7, luatsutuan.net); by a letter with name and address, signed or with a fingerprint, or in person
  (Điều 8, quoted by lvngroup.vn and mytour.vn); within 90 days of receiving or learning of the decision (Điều 9, quoted by
  khdlaw.vn). Denunciations follow the Law on Denunciations 25/2018/QH14: by letter or in person (Điều 22), with
  name, address, how to be reached, signed or with a fingerprint (Điều 23, both quoted by baodongkhoi.vn); name,
  address and handwriting are kept secret (Điều 9, cungtimhieu.com). `feedback.formal.*` say this and nothing more.
- Law 136/2025/QH15, in force since 1/7/2026 (xaydungchinhsach.chinhphu.vn), amends both laws: its articles could not be
  read here. Who answers for law in an office compares the two sentences with it before it uses them.
- The law on receiving citizens 42/2013/QH13, Điều 28 khoản 1: within 10 working days they hear whether what
  they said was taken up or passed on. `Rules.answer_days` is 10 for that reason, but an *answer* by then is
  the office's own promise and no duty that we can quote.
"""
