package graphapi

import (
	"mime"
	"net/http"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// jsonType is the content type of an answer with the control information of a level.
func jsonType(metadata string) string {
	return "application/json;odata.metadata=" + metadata + ";odata.streaming=true;IEEE754Compatible=false;charset=utf-8"
}

// The levels of control information in an answer (OData JSON format 4.01 §3.1).
const (
	minimalMetadata = "minimal"
	noMetadata      = "none"
)

// metadataOf is the level that a request asks for in Accept, such as
// "application/json;odata.metadata=none". Without one it is minimal.
func metadataOf(r *http.Request) (string, error) {
	for accepted := range strings.SplitSeq(r.Header.Get("Accept"), ",") {
		_, parameters, err := mime.ParseMediaType(accepted)
		if err != nil {
			continue
		}
		switch level := strings.ToLower(parameters["odata.metadata"]); level {
		case "", minimalMetadata:
		case noMetadata:
			return noMetadata, nil
		default:
			return "", refusal.NotModeled("odata.metadata=%s in Accept", level)
		}
	}
	return minimalMetadata, nil
}
