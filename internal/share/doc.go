// Package share is concurrency without a service: one call for callers that ask
// the same at the same time ([Flights]), the answers of a run ([Memo]), gathering
// questions into batches ([Gatherer]) and bounded loops ([Together]).
//
// It knows no service, no host and no tenant. Packages graph and tenant say in
// their errors what was being waited for; the error of this package, [WaitError],
// says only that the wait has ended.
package share
