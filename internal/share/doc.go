// Package share is concurrency without a service: one call for callers that ask
// the same at the same time ([Flights]), the answers of a run ([Memo]), gathering
// questions into batches ([Gatherer]), bounded loops ([Together]), and asking many
// questions at once, each no longer than the asker can wait ([Inquiry]).
//
// It knows no service, no host and no tenant. Packages graph and tenant say in
// their errors what was being waited for; the error of this package, [WaitError],
// says only that the wait has ended.
package share
