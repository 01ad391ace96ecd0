// Package share provides concurrency independent of any service: one call for
// concurrent callers of the same key ([Flights]), remembered answers ([Memo]),
// batches of concurrent questions ([Gatherer]), bounded loops ([Together]), and
// many concurrent questions with a time limit for each ([Inquiry]).
//
// It knows no service, no host and no tenant. The error of this package,
// [WaitError], says only that the wait has ended; packages graph and tenant add
// what the caller was waiting for.
package share
