// Package share provides concurrency independent of any service: one call for
// concurrent callers of the same key ([Flights]), remembered answers ([Memo]),
// batches of concurrent questions ([Gatherer]), reads and searches that a list answers
// once that costs less ([Roster], [Index]), bounded loops ([Together]), two
// calls at once ([Both]), many concurrent questions with a time limit for each
// ([Inquiry]), and time for a write that is interrupted ([Grace]).
//
// It knows no service, no host and no tenant. The error of this package,
// [WaitError], says only that the wait has ended; packages graph and tenant add
// what the caller was waiting for.
package share
