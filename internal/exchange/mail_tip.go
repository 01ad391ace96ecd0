package exchange

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"unicode/utf8"
)

// MailTipLength is the greatest number of characters of a MailTip, without HTML
// (exchange §9.2).
const MailTipLength = 175

var tag = regexp.MustCompile(`(?s)</?[A-Za-z][^<>]*>`)

// MailTipText is a MailTip as it is displayed. The service wraps a text into HTML
// when it stores it, at times with line breaks (exchange §9.2).
func MailTipText(tip string) string {
	return strings.TrimSpace(html.UnescapeString(tag.ReplaceAllString(tip, "")))
}

// checkMailTip returns an error for a MailTip that the service would refuse.
func checkMailTip(tip string) error {
	if n := utf8.RuneCountInString(MailTipText(tip)); n > MailTipLength {
		return fmt.Errorf("the MailTip has %d characters, and %d are the most", n, MailTipLength)
	}
	return nil
}
