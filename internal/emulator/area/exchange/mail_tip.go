package exchange

import (
	"regexp"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/command"
)

const (
	mailTip = "MailTip"
	// maxMailTip is the number of displayed characters (exchange §9.2).
	maxMailTip = 175
)

var (
	tag  = regexp.MustCompile(`<[^>]*>`)
	body = regexp.MustCompile(`(?is)^\s*<html>\s*<body>(.*)</body>\s*</html>\s*$`)
)

// setMailTip stores a mail tip in an HTML document; a text that is one already is
// not wrapped again.
func (r *Recipient) setMailTip(text string) error {
	if found := body.FindStringSubmatch(text); found != nil {
		text = strings.TrimSpace(found[1])
	}
	if shown := tag.ReplaceAllString(text, ""); len([]rune(shown)) > maxMailTip {
		return command.Refused(command.Client, command.DataValidation, "The mail tip is too long. It can't be longer than %d characters without HTML tags.", maxMailTip)
	}
	r.setText(mailTip, text)
	return nil
}

// mailTip is the HTML of the mail tip, nil without one; the line breaks are
// observed (exchange §9.2).
func (r *Recipient) mailTip() any {
	if r.text(mailTip) == "" {
		return nil
	}
	return "<html>\n<body>\n" + r.text(mailTip) + "\n</body>\n</html>\n"
}

// mailTipTranslations has the mail tip as the default translation.
func (r *Recipient) mailTipTranslations() []string {
	if html, ok := r.mailTip().(string); ok {
		return []string{"default:" + html}
	}
	return []string{}
}
