package graphapi

import (
	"mime"
	"net/http"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// jsonType is the content type of a response at a metadata level.
func jsonType(metadata string) string {
	return "application/json;odata.metadata=" + metadata + ";odata.streaming=true;IEEE754Compatible=false;charset=utf-8"
}

// The metadata levels of a response (OData JSON format 4.01 §3.1).
const (
	minimalMetadata = "minimal"
	noMetadata      = "none"
)

// metadataOf is the metadata level requested in Accept, such as
// "application/json;odata.metadata=none". The default is minimal.
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
