-- What somebody might try in raw SQL against payments and bank statements. A line that begins with ## names what follows.
-- Words in braces are keys of the scene.
## a line beyond what is owed
UPDATE ledger_paymentline SET amount = 99999999 WHERE id = {draft_line}
## a negative line
UPDATE ledger_paymentline SET amount = -5 WHERE id = {draft_line}
## another line beyond it
INSERT INTO ledger_paymentline (order_id, ordinal, payee_id, account_id, amount, fee, holder_name, bank_name,
bank_number, reference, state, state_reason) SELECT order_id, 9, payee_id, {other_account}, 99999999, 0, '', '', '1',
'x/9', 'open', '' FROM ledger_paymentline WHERE id = {draft_line}
## the same payee twice
INSERT INTO ledger_paymentline (order_id, ordinal, payee_id, account_id, amount, fee, holder_name, bank_name,
bank_number, reference, state, state_reason) SELECT order_id, 8, payee_id, account_id, 1, 0, '', '', '1', 'x/8', 'open',
'' FROM ledger_paymentline WHERE id = {draft_line}
## pay from the account of the firm
UPDATE ledger_paymentline SET account_id = {due} WHERE id = {draft_line}
## pay another payee
UPDATE ledger_paymentline SET payee_id = {other_payee} WHERE id = {draft_line}
## jump to sent
UPDATE ledger_paymentorder SET status = 'sent' WHERE id = {draft}
## begin as approved
INSERT INTO ledger_paymentorder (number, book_id, bank_account_id, unit, day, memo, status, status_reason,
drafted_by_id, created_at, updated_at) SELECT 'PO-0', book_id, bank_account_id, unit, day, memo, 'approved', '',
drafted_by_id, now(), now() FROM ledger_paymentorder WHERE id = {draft}
## approve what one proposed
UPDATE ledger_paymentorder SET status = 'approved', approved_by_id = {one} WHERE id = {proposed}
## approve as somebody else
UPDATE ledger_paymentorder SET status = 'approved', approved_by_id = {two} WHERE id = {proposed}
## approve as nobody
UPDATE ledger_paymentorder SET status = 'approved' WHERE id = {proposed}
## say another proposed it
UPDATE ledger_paymentorder SET proposed_by_id = {two} WHERE id = {proposed}
## propose as somebody else
UPDATE ledger_paymentorder SET status = 'proposed', proposed_by_id = {two} WHERE id = {draft}
## change who approved
UPDATE ledger_paymentorder SET approved_by_id = {third} WHERE id = {sent}
## take the approval out
UPDATE ledger_paymentorder SET approved_by_id = NULL WHERE id = {sent}
## settle with open lines
UPDATE ledger_paymentorder SET status = 'settled' WHERE id = {sent}
## open a settled order
UPDATE ledger_paymentorder SET status = 'sent' WHERE id = {settled}
## renumber an order
UPDATE ledger_paymentorder SET number = 'PO-1' WHERE id = {sent}
## another bank account
UPDATE ledger_paymentorder SET unit = 'USD' WHERE id = {draft}
## remove an order
DELETE FROM ledger_paymentorder WHERE id = {draft}
## change the amount after the approval
UPDATE ledger_paymentline SET amount = amount + 1 WHERE id = {sent_line}
## change where the money goes
UPDATE ledger_paymentline SET bank_number = '6666' WHERE id = {sent_line}
## add a line after the approval
INSERT INTO ledger_paymentline (order_id, ordinal, payee_id, account_id, amount, fee, holder_name, bank_name,
bank_number, reference, state, state_reason) SELECT order_id, 7, {other_payee}, {other_account}, 1, 0, '', '', '1',
'x/7', 'open', '' FROM ledger_paymentline WHERE id = {sent_line}
## strike a line after the approval
DELETE FROM ledger_paymentline WHERE id = {sent_line}
## move a line to another order
UPDATE ledger_paymentline SET order_id = {draft} WHERE id = {sent_line}
## pay without an entry
UPDATE ledger_paymentline SET state = 'paid', settled_on = now() WHERE id = {sent_line}
## pay with the entry of another line
UPDATE ledger_paymentline SET state = 'paid', settled_on = now(), entry_id = {paid_entry} WHERE id = {sent_line}
## pay with any entry
UPDATE ledger_paymentline SET state = 'paid', settled_on = now(), entry_id = {any_entry} WHERE id = {sent_line}
## pay a paid line again
UPDATE ledger_paymentline SET state = 'open', entry_id = NULL, settled_on = NULL WHERE id = {paid_line}
## say the bank returned it
UPDATE ledger_paymentline SET state = 'bounced', state_reason = 'x' WHERE id = {paid_line}
## a fee afterwards
UPDATE ledger_paymentline SET fee = 5 WHERE id = {paid_line}
## an entry for a payment by hand
INSERT INTO ledger_entry (book_id, number, day, memo, document_type, document_id, posted_by_id, posted_at,
transaction_id) VALUES ({book}, 0, erdem_today(), 'x', 'payment_line', '{sent_line}', erdem_user_id(), now(), 0)
## take the entry of a payment back
INSERT INTO ledger_entry (book_id, number, day, memo, document_type, document_id, posted_by_id, reversal_of_id,
posted_at, transaction_id) VALUES ({book}, 0, erdem_today(), 'x', '', '', erdem_user_id(), {paid_entry}, now(), 0)
## change a bank line
UPDATE ledger_bankline SET amount = 1 WHERE id = {bank_line}
## remove a bank line
DELETE FROM ledger_bankline WHERE id = {bank_line}
## a bank line twice
INSERT INTO ledger_bankline (bank_account_id, file_id, row, key, day, amount, counterparty, counterparty_number,
reference, serial) SELECT bank_account_id, file_id, row, key, day, amount, counterparty, counterparty_number, reference,
serial FROM ledger_bankline WHERE id = {bank_line}
## match a line twice
INSERT INTO ledger_bankmatch (line_id, turn, kind, payment_id, automatic, reasons, made_by_id, made_at, undo_reason)
SELECT line_id, 2, kind, payment_id, false, '[]', erdem_user_id(), now(), '' FROM ledger_bankmatch WHERE id = {match}
## match money with no entry
INSERT INTO ledger_bankmatch (line_id, turn, kind, account_id, automatic, reasons, made_by_id, made_at, undo_reason)
VALUES ({free_line}, 1, 'due', {due}, false, '[]', erdem_user_id(), now(), '')
## match money with any entry
INSERT INTO ledger_bankmatch (line_id, turn, kind, account_id, entry_id, automatic, reasons, made_by_id, made_at,
undo_reason) VALUES ({free_line}, 1, 'due', {due}, {any_entry}, false, '[]', erdem_user_id(), now(), '')
## match a payment of another amount
INSERT INTO ledger_bankmatch (line_id, turn, kind, payment_id, automatic, reasons, made_by_id, made_at, undo_reason)
VALUES ({free_line}, 1, 'payment', {paid_line}, false, '[]', erdem_user_id(), now(), '')
## undo without a reversal
UPDATE ledger_bankmatch SET undone_at = now(), undo_reason = 'x' WHERE id = {due_match}
## undo without a reason
UPDATE ledger_bankmatch SET undone_at = now() WHERE id = {match}
## match with another payment
UPDATE ledger_bankmatch SET payment_id = {sent_line} WHERE id = {match}
## remove a match
DELETE FROM ledger_bankmatch WHERE id = {match}
## another number of the bank account
UPDATE ledger_bankaccount SET number = '9999' WHERE id = {bank}
## another ledger account of it
UPDATE ledger_bankaccount SET account_id = {due} WHERE id = {bank}
## remove the bank account
DELETE FROM ledger_bankaccount WHERE id = {bank}
## another digest of a file
UPDATE ledger_statementfile SET sha256 = 'x'
## a file imported anew
UPDATE ledger_statementfile SET state = 'checked' WHERE state = 'done'
## remove a file
DELETE FROM ledger_statementfile
## lift a stop silently
UPDATE ledger_payeehold SET ended_at = now() WHERE id = {hold}
## another reason of a stop
UPDATE ledger_payeehold SET reason = 'x' WHERE id = {hold}
## remove a stop
DELETE FROM ledger_payeehold WHERE id = {hold}
## empty the payments
TRUNCATE ledger_paymentline CASCADE
## lock off
ALTER TABLE ledger_paymentline DISABLE ROW LEVEL SECURITY
## triggers off
ALTER TABLE ledger_paymentline DISABLE TRIGGER ALL
## new steps
INSERT INTO base_workflowstep (document_type, name, source, target) VALUES ('ledger.paymentorder', 'x', 'draft',
'settled')
