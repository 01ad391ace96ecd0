// Package wire holds the layers that every request to the emulator passes
// through: request ids, the headers of the services, the journal, fault rules,
// latency and throttling.
//
// Each concern is a [Layer] around an [net/http.Handler]. The emulator package
// chains them around the handlers of packages entra and graphapi, once for
// requests and once more for the items of a $batch, so that an item is counted,
// disturbed and throttled like a separate request (graph-identity §4). Package
// control lets a test read the journal and set the rules.
package wire
