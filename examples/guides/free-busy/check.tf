data "multitenant_topology_check" "sharing" {
  edges = [
    for owner, viewer in local.pairs : { source = viewer, target = owner, capabilities = ["calendar_availability", "mail_tips"] }
  ]

  depends_on = [multitenant_m365_capabilities.sharing]
}

output "findings" {
  value = distinct([
    for finding in data.multitenant_topology_check.sharing.findings : "${finding.code} ${finding.tenant}: ${finding.summary}"
  ])
}
