package graphapi

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// maxBody limits the size of a decompressed body. Graph's own limit is not
// documented; a batch of twenty large items is far below this one.
const maxBody = 8 << 20

// readBody reads a body and decompresses gzip, which Kiota sends.
func readBody(r *http.Request) ([]byte, error) {
	var reader io.Reader = r.Body
	switch encoding := strings.ToLower(r.Header.Get("Content-Encoding")); encoding {
	case "", "identity":
	case "gzip":
		unpacked, err := gzip.NewReader(reader)
		if err != nil {
			return nil, refusal.BadRequest("The request body is not valid gzip.")
		}
		reader = unpacked
	default:
		return nil, refusal.NotModeled("the content encoding '%s'", encoding)
	}
	data, err := io.ReadAll(io.LimitReader(reader, maxBody+1))
	if err != nil {
		return nil, refusal.BadRequest("The request body cannot be read: %v", err)
	}
	if len(data) > maxBody {
		return nil, &refusal.Error{Status: 413, Code: refusal.CodeBadRequest, Message: "The request body is too large."}
	}
	return data, nil
}
