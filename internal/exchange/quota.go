package exchange

import (
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// Quota is assumed: no number is published for the admin endpoint. A client has
// seen 3,000 calls as the limit of a period of unknown length in the headers of the
// service (exchange §7.2). It is a ceiling; what paces a run is the number of calls
// in flight, because a call takes about a second.
var Quota = transport.Quota{Units: 3000, Period: 5 * time.Minute}

// The number of calls in flight. Concurrent writes of one tenant can disturb each
// other, so they follow one another (exchange §7.2).
const (
	mostReads  = 4
	mostWrites = 1
)
