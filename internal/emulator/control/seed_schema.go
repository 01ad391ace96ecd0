package control

import (
	_ "embed"
	"encoding/json"
	"net/http"
)

// SeedSchema is the JSON Schema of seeds, for editors. It says less than the reader
// of seeds, which also looks from one object to another.
//
//go:embed seed.schema.json
var SeedSchema []byte

func (a *API) seedSchema(*http.Request) (int, any, error) {
	return http.StatusOK, json.RawMessage(SeedSchema), nil
}
