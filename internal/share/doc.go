// Package share is concurrency without a service: asking many questions at once,
// each no longer than the asker can wait ([Inquiry]).
//
// It knows no service, no host and no tenant.
package share
