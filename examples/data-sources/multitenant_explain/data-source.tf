# Why can Ada of Contoso work in Fabrikam, or why not?
data "multitenant_explain" "ada" {
  user        = "ada.admin@contoso.example"
  home_tenant = "contoso"
  tenant      = "fabrikam"
}

# The gates that are not open, with what was read.
output "ada" {
  value = {
    for question, answer in data.multitenant_explain.ada.answers : question => concat(
      [answer.verdict],
      [for g in answer.gates : "${g.gate} (${g.tenant}, ${g.setting}): ${g.state}" if g.state != "open"],
      [for c in answer.changes : "In ${c.tenant}, ${c.setting}: ${c.change}"],
    )
  }
}
