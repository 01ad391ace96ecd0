package control

import (
	_ "embed"
	"encoding/json"
	"net/http"
)

// SeedSchema is the JSON Schema of seeds, for editors. The parser of seeds checks
// more, such as references between objects.
//
//go:embed seed.schema.json
var SeedSchema []byte

func (a *API) seedSchema(*http.Request) (int, any, error) {
	return http.StatusOK, json.RawMessage(SeedSchema), nil
}
