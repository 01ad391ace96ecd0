package report

import (
	"crypto/sha256"
	_ "embed" // for the page
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
)

var (
	//go:embed report.html.tmpl
	pageText string
	//go:embed report.css
	styleText string
	//go:embed report.js
	scriptText string

	page = template.Must(template.New("report").Parse(pageText))
)

// policy allows the style and the script of the page, and no request.
func policy() string {
	return fmt.Sprintf("default-src 'none'; style-src 'sha256-%s'; script-src 'sha256-%s'; base-uri 'none'; form-action 'none'",
		digest(styleText), digest(scriptText))
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return base64.StdEncoding.EncodeToString(sum[:])
}

// writeHTML prints the view as one file that needs no other.
func writeHTML(w io.Writer, v *view) error {
	return page.Execute(w, struct {
		*view
		Policy string
		Style  template.CSS
		Script template.JS
	}{v, policy(), template.CSS(styleText), template.JS(scriptText)})
}
